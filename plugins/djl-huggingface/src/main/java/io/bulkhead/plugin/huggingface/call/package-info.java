/** Requests as calls with arguments, and their results as answers. */
@NullMarked
package io.bulkhead.plugin.huggingface.call;

import org.jspecify.annotations.NullMarked;
