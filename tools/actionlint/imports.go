//go:build pinned

// Package actionlint pins the linter of GitHub's workflows, so that it is built where no release can be downloaded.
package actionlint

import _ "github.com/rhysd/actionlint/cmd/actionlint"
