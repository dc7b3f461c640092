package io.bulkhead.processor;

import javax.lang.model.element.Element;

/** A source that cannot be served as it is written. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Element place;

    /**
     * @param place in the source that the author is to look at
     */
    RefusedException(Element place, String message) {
        super(message);
        this.place = place;
    }

    /** The same of a component of a record, which javac knows no place of. */
    RefusedException inComponent(Element component, Element known) {
        return new RefusedException(
                known, "component '" + component.getSimpleName() + "': " + reason());
    }

    Element place() {
        return place;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
