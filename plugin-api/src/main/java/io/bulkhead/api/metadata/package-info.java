/** What a model says about itself. */
@NullMarked
package io.bulkhead.api.metadata;

import org.jspecify.annotations.NullMarked;
