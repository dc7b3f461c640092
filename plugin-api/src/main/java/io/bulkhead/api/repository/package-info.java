/** Where models are found, for those who keep them elsewhere than in one folder. */
@NullMarked
package io.bulkhead.api.repository;

import org.jspecify.annotations.NullMarked;
