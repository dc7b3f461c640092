/** Other people's clients, driven against the built distribution as their users drive them. */
@org.jspecify.annotations.NullMarked
package io.bulkhead.conformance.clients;
