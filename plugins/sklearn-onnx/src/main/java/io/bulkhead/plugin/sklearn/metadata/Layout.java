package io.bulkhead.plugin.sklearn.metadata;

/** How columns are sent. */
enum Layout {
    /** One value a row, which is no matrix. */
    VECTOR,

    /** One matrix. */
    ROWS,

    /** One matrix of as many columns as one likes, all like the one that is known. */
    ANY_ROWS,

    /** Each for itself, under its name. */
    COLUMNS
}
