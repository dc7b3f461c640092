package com.example.broken;

import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import org.pf4j.Extension;

/** Its class cannot be initialised. */
@Extension
public class InitialiserThrows implements RuntimeFactory {
    private static final int NUMBER = Integer.parseInt("no number");

    @Override
    public String name() {
        return "initialiser-throws-" + NUMBER;
    }

    @Override
    public Model create(ModelContext context) {
        throw new UnsupportedOperationException();
    }
}
