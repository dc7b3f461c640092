/** What lies on disk: model folders, their settings, their versions. */
@NullMarked
package io.bulkhead.host.repository;

import org.jspecify.annotations.NullMarked;
