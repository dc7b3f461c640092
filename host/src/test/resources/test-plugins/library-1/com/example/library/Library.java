package com.example.library;

import java.util.concurrent.atomic.AtomicLong;

/** The same class in two versions that cannot be told apart by name. */
public final class Library {
    private static final AtomicLong CALLS = new AtomicLong();

    private Library() {}

    public static String version() {
        return "1";
    }

    public static long countCall() {
        return CALLS.incrementAndGet();
    }
}
