package io.bulkhead.plugin.huggingface.call;

import java.util.List;

/**
 * What content type {@code nplist} decodes to.
 *
 * @param rows {@link Numbers}
 */
public record NumberRows(List<Object> rows) {}
