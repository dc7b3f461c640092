/** What the settings and the environment say. */
@NullMarked
package io.bulkhead.plugin.huggingface.settings;

import org.jspecify.annotations.NullMarked;
