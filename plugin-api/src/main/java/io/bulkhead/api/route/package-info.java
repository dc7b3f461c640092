/**
 * Endpoints that a model offers beside the protocol's own, such as MLflow's {@code invocations}.
 */
@NullMarked
package io.bulkhead.api.route;

import org.jspecify.annotations.NullMarked;
