/** The database of every table, and the default one of every statement: compiled SQL says plain table names. */
export const DATABASE = 'bongsu';
