package io.bulkhead.api.typed;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The one method of a class that answers requests, and makes the class a runtime. See the package.
 * It may have any visibility but {@code private}, and must not be static.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Predict {
    /**
     * Whether the method answers for one row. It is then called once for each row of a request: its
     * inputs have one dimension more, in front, than its parameters, and the results are put
     * together in the same way. Without, the method gets all that the request holds.
     */
    boolean perRow() default false;

    /**
     * Whether the method only computes and never waits, so that the server may call it on a thread
     * that reads from the network as long as it is measured to be quick.
     */
    boolean computeOnly() default false;

    /** The most calls at once; 1 for a class that is not thread-safe. */
    int atOnce() default Integer.MAX_VALUE;
}
