/** Text made token by token. */
@NullMarked
package io.bulkhead.plugin.huggingface.generation;

import org.jspecify.annotations.NullMarked;
