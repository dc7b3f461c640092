/** What the models of transformers compute, as graphs. */
@NullMarked
package io.bulkhead.plugin.huggingface.architecture;

import org.jspecify.annotations.NullMarked;
