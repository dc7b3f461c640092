package io.bulkhead.plugin.catboost.format;

/**
 * A number that is made of a text, and that trees ask about as about any other.
 *
 * @param text which of the texts
 * @param calcer who makes it
 * @param local which of the calcer's numbers
 * @param borders that it is compared with
 */
@SuppressWarnings("ArrayRecordComponent") // never written to once it is built
record EstimatedFeature(int text, String calcer, int local, float[] borders) {}
