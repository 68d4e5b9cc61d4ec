/** Test cards, after the habit of payment providers: the number says what the bank will answer. */
export const CARD_GOOD = '4000-0000-0000-0077';
export const CARD_DECLINED = '4000-0000-0000-0002';
export const CARD_SLOW = '4000-0000-0000-3055';
export const CARD_BANK_DOWN = '4000-0000-0000-0119';
