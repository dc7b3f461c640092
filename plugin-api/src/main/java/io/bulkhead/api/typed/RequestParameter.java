package io.bulkhead.api.typed;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A parameter of the method that is taken from the request's {@code parameters}: {@code boolean},
 * {@code int}, {@code long}, {@code float}, {@code double}, {@code String}, an enum, or an {@code
 * Optional} of one. A request without it is refused, unless it is optional or has a default.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface RequestParameter {
    /** Its name in the request; that of the method's parameter if empty. */
    String value() default "";

    /** The value where the request has none, as text. */
    String defaultValue() default Input.NONE;
}
