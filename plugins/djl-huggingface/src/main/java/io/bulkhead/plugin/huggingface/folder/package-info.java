/** What lies in a model's folder, and what its configuration says. */
@NullMarked
package io.bulkhead.plugin.huggingface.folder;

import org.jspecify.annotations.NullMarked;
