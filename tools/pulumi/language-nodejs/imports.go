//go:build pinned

// Package languagenodejs pins the last language host that the Go module proxy serves.
package languagenodejs

import _ "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs"
