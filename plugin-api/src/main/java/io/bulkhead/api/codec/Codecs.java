package io.bulkhead.api.codec;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.tensor.Tensor;
import java.util.List;

/**
 * The codecs as one model sees them: the server's own, those of its plugin, and what its settings
 * say about its inputs and outputs. Lent by {@link io.bulkhead.api.ModelContext}; safe for use by
 * many threads.
 *
 * <p>Values of the server's own codecs: {@code np} gives a {@link Tensor}; {@code str}, {@code
 * base64} and {@code datetime} give a {@link Tensor} of BYTES whose {@link Tensor#contentType()}
 * says so (base64 already decoded, datetimes normalised), and so do {@code hg_json} and {@code
 * hg_jsonlist} (JSON texts, checked, without white space); {@code pd} gives a {@link Table}. A
 * tensor decoded as {@code np} keeps the shape of the request. {@code dict} and {@code hf} give an
 * unmodifiable {@code Map<String, Object>} in the order of the inputs: for each its value by its
 * own content type; else, of BYTES under {@code hf}, that of {@code str}; else that of {@code np}.
 */
public interface Codecs {
    /**
     * Decodes all inputs to one value. Who decides, first to last: for each input its own {@code
     * content_type}, then the one in the settings' {@code inputs}; for the request its {@code
     * content_type}, then the one in the settings; else {@code fallback}. An unknown content type
     * counts as none, which the log says once. (MLServer's order.)
     *
     * @param fallback content type of a request that names none, e.g. {@link ContentType#NP}
     * @return the codec's value, see above
     * @throws io.bulkhead.api.error.ServingException {@code INVALID_ARGUMENT} if a codec for single
     *     inputs gets several, {@code UNPROCESSABLE} if a value cannot be decoded
     */
    Object decode(InferenceRequest request, String fallback);

    /**
     * Decodes one input by its own content type, else the one in the settings, else {@code
     * fallback}.
     */
    Object decodeInput(Tensor input, String fallback);

    /**
     * Encodes one output. Who decides, first to last: the {@code content_type} that the request
     * asks of this output, the one in the settings' {@code outputs}, the value's own type. A vector
     * [N] leaves as [N,1], a scalar as [1].
     *
     * @param request the request that is being answered
     * @param name of the output
     * @param value a {@link Tensor}, a {@link Table} (one output per column, under the columns'
     *     names), a {@code Map} of names to such values (one output each, under these names, {@code
     *     name} is not used) or a value of one of the plugin's codecs
     */
    List<Tensor> encode(InferenceRequest request, String name, Object value);
}
