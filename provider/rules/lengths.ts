/** A rule for texts of which the service takes no more than so many characters. */
export function atMostCharacters(maxCharacters: number): (value: string) => string | undefined {
  return (value) =>
    [...value].length > maxCharacters ? `must be at most ${maxCharacters} characters long` : undefined;
}
