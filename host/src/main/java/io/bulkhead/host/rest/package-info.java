/** The REST wire: Jetty core handlers, nothing blocking on the way of a request. */
@NullMarked
package io.bulkhead.host.rest;

import org.jspecify.annotations.NullMarked;
