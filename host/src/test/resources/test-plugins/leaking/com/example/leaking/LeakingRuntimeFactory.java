package com.example.leaking;

import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.inference.InferenceResponse;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.util.Properties;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.logging.Logger;
import javax.management.ObjectName;
import org.pf4j.Extension;

/** Leaves behind what its settings say, as careless plugins do. */
@Extension
public class LeakingRuntimeFactory implements RuntimeFactory {
    private static final ThreadLocal<Object> KEPT = new ThreadLocal<>();

    @Override
    public String name() {
        return "leaking";
    }

    @Override
    public Model create(ModelContext context) {
        String what = context.settings().extra().getString("behaviour").orElseThrow();
        try {
            leave(what);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return (request, call) -> InferenceResponse.completed();
    }

    private static void leave(String what) throws Exception {
        switch (what) {
            case "nothing" -> {}
            case "thread" -> thread("stubborn", LeakingRuntimeFactory::waitForEver).start();
            case "obedient thread" -> thread("obedient", LeakingRuntimeFactory::waitOnce).start();
            case "idle pool" -> Executors.newFixedThreadPool(1).submit(() -> 1).get();
            case "timer" -> new Timer("ticker", true).schedule(new Tick(), 0, 100);
            case "hook" ->
                    Runtime.getRuntime().addShutdownHook(new Thread(new Tick(), "leaky-hook"));
            case "driver" -> DriverManager.registerDriver(new LeakyDriver());
            case "bean" ->
                    ManagementFactory.getPlatformMBeanServer()
                            .registerMBean(new Leaky(), new ObjectName("com.example:type=Leaky"));
            case "thread local" -> KEPT.set(new Tick());
            case "property" -> System.getProperties().put("leaking", new Tick());
            case "handler" -> Thread.setDefaultUncaughtExceptionHandler(new Last());
            default -> throw new IllegalArgumentException(what);
        }
    }

    private static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private static void waitForEver() {
        while (!Boolean.getBoolean("leaking.over")) {
            waitOnce();
        }
    }

    private static void waitOnce() {
        try {
            new CountDownLatch(1).await(200, java.util.concurrent.TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            // asked to end
        }
    }

    /** Of the plugin. */
    static final class Tick extends TimerTask {
        @Override
        public void run() {}
    }

    /** Of the plugin. */
    static final class Last implements Thread.UncaughtExceptionHandler {
        @Override
        public void uncaughtException(Thread thread, Throwable failure) {}
    }

    /** Of the plugin. */
    public interface LeakyMBean {
        int getNumber();
    }

    /** Of the plugin. */
    public static final class Leaky implements LeakyMBean {
        @Override
        public int getNumber() {
            return 1;
        }
    }

    /** Of the plugin. */
    public static final class LeakyDriver implements Driver {
        @Override
        public Connection connect(String url, Properties info) {
            return null;
        }

        @Override
        public boolean acceptsURL(String url) {
            return false;
        }

        @Override
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
            return new DriverPropertyInfo[0];
        }

        @Override
        public int getMajorVersion() {
            return 1;
        }

        @Override
        public int getMinorVersion() {
            return 0;
        }

        @Override
        public boolean jdbcCompliant() {
            return false;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getAnonymousLogger();
        }
    }
}
