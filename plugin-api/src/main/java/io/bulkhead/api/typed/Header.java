package io.bulkhead.api.typed;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A parameter of the method that is taken from the HTTP headers or gRPC metadata of the request:
 * {@code String} (the first value), {@code Optional<String>} or {@code List<String>} (all values,
 * none if there is no such header). A request without a {@code String} header is refused.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Header {
    /** Its name, in any case. */
    String value();
}
