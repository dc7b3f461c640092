/** What documents the REST wire: OpenAPI documents and the Swagger page. */
@NullMarked
package io.bulkhead.host.openapi;

import org.jspecify.annotations.NullMarked;
