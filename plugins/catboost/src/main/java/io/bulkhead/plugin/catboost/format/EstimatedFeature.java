package io.bulkhead.plugin.catboost.format;

/**
 * A number that is made of a text or an embedding, and that trees ask about as about any other.
 *
 * @param source which of the texts or embeddings
 * @param calcer who makes it
 * @param local which of the calcer's numbers
 * @param borders that it is compared with
 * @param ofEmbedding not of a text
 */
@SuppressWarnings("ArrayRecordComponent") // never written to once it is built
record EstimatedFeature(
        int source, String calcer, int local, float[] borders, boolean ofEmbedding) {}
