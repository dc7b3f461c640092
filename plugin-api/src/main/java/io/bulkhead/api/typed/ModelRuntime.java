package io.bulkhead.api.typed;

import io.bulkhead.api.Isolation;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a class with a {@link Predict} method is called as a runtime. May be left out. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ModelRuntime {
    /** The runtime's name; that of the class, without its package, if empty. */
    String value() default "";

    /**
     * Further names legal as {@code implementation}, beside the full name of the class, e.g. that
     * of a Python class which this one takes the place of.
     */
    String[] implementations() default {};

    /** See {@link io.bulkhead.api.RuntimeFactory#artifacts}. */
    String[] artifacts() default {};

    /** See {@link io.bulkhead.api.RuntimeFactory#defaultIsolation}. */
    Isolation isolation() default Isolation.CLASSLOADER;
}
