package io.bulkhead.host.plugin.release;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * Takes the JDBC drivers of a class loader out of the JDK's list. That list shows and gives back a
 * driver only to code of the driver's own loader, so this class is defined in the plugin's once
 * more; it knows nothing but the JDK.
 */
public final class DriverRelease implements Supplier<List<String>> {
    /** Names of the drivers that are taken out. */
    @Override
    public List<String> get() {
        List<String> released = new ArrayList<>();
        for (Driver driver : Collections.list(DriverManager.getDrivers())) {
            if (driver.getClass().getClassLoader() == getClass().getClassLoader()) {
                try {
                    DriverManager.deregisterDriver(driver);
                    released.add(driver.getClass().getName());
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        return released;
    }
}
