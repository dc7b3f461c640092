package io.bulkhead.processor;

/**
 * An input that has one value for each row.
 *
 * @param name of the input, as a literal
 * @param count the expression of how many values there are
 */
record Column(String name, String count) {}
