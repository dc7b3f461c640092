/** Images to numbers, as transformers' processors make them. */
@NullMarked
package io.bulkhead.plugin.huggingface.image;

import org.jspecify.annotations.NullMarked;
