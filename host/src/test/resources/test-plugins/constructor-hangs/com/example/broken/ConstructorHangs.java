package com.example.broken;

import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import java.util.concurrent.CountDownLatch;
import org.pf4j.Extension;

/** Is never made, until its thread is interrupted. */
@Extension
public class ConstructorHangs implements RuntimeFactory {
    public ConstructorHangs() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    @Override
    public String name() {
        return "constructor-hangs";
    }

    @Override
    public Model create(ModelContext context) {
        throw new UnsupportedOperationException();
    }
}
