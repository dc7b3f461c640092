package io.bulkhead.plugin.trees;

import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.inference.InferenceRequest;

/**
 * Takes the rows of a request as its content types say. Without any, one input is a matrix and
 * several are the columns of a table, which MLServer, and so a model under one of its names, takes
 * for a mistake. Immutable.
 */
public final class RowDecoder {
    private final Codecs codecs;
    private final boolean asMlserver;

    public RowDecoder(Codecs codecs, boolean asMlserver) {
        this.codecs = codecs;
        this.asMlserver = asMlserver;
    }

    /** A matrix or a table, or whatever else the client has announced. */
    public Object decode(InferenceRequest request) {
        boolean columns = !asMlserver && request.inputs().size() > 1;
        return codecs.decode(request, columns ? ContentType.PD : ContentType.NP);
    }
}
