/** Beyond this many the engine gains nothing over TypeScript: most rows have failed one by then. */
const CONDITIONS = 200;
/** Of the 256 KiB a statement may have (`max_query_size`): escaped, a character may take four times its bytes. */
const CHARACTERS = 16_384;

/** How many of a user's conditions still fit one statement. What does not fit is evaluated in memory. */
export class StatementRoom {
  #conditions = CONDITIONS;
  #characters = CHARACTERS;

  /** Takes room for a condition per text; false, and nothing taken, when there is not enough. */
  take(texts: readonly string[]): boolean {
    const characters = texts.reduce((sum, text) => sum + text.length, 0);
    if (texts.length > this.#conditions || characters > this.#characters) return false;
    this.#conditions -= texts.length;
    this.#characters -= characters;
    return true;
  }
}
