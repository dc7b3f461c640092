package io.bulkhead.plugin.trees;

import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.inference.InferenceRequest;

/**
 * Takes the rows of a request as its content types say. Without any, one input is a matrix and
 * several are the columns of a table. MLServer takes several for a mistake, and so does a model
 * under one of its names, unless its metadata lists columns: who asks as they say is answered.
 * Immutable.
 */
public final class RowDecoder {
    private final Codecs codecs;
    private final boolean takesColumns;

    /**
     * @param asMlserver whether the model has one of MLServer's names
     * @param listed whether its metadata lists an input for each column
     */
    public RowDecoder(Codecs codecs, boolean asMlserver, boolean listed) {
        this.codecs = codecs;
        this.takesColumns = !asMlserver || listed;
    }

    /** A matrix or a table, or whatever else the client has announced. */
    public Object decode(InferenceRequest request) {
        boolean columns = takesColumns && request.inputs().size() > 1;
        return codecs.decode(request, columns ? ContentType.PD : ContentType.NP);
    }
}
