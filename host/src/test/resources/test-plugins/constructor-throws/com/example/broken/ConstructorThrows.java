package com.example.broken;

import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import org.pf4j.Extension;

/** Cannot be made. */
@Extension
public class ConstructorThrows implements RuntimeFactory {
    public ConstructorThrows() {
        throw new IllegalStateException("no licence file");
    }

    @Override
    public String name() {
        return "constructor-throws";
    }

    @Override
    public Model create(ModelContext context) {
        throw new UnsupportedOperationException();
    }
}
