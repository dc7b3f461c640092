package io.bulkhead.plugin.huggingface.call;

import java.util.List;

/**
 * What content type {@code pillow_image} decodes to.
 *
 * @param files {@link EncodedFile}s
 */
public record FileList(List<Object> files) {}
