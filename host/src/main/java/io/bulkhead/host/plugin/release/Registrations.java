package io.bulkhead.host.plugin.release;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanRegistrationException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes back what a plugin has registered with the JDK and would be held by. */
public final class Registrations {
    private static final Logger LOG = LoggerFactory.getLogger(Registrations.class);

    private Registrations() {}

    /** Makes an object of a class of the server's that is defined in the plugin's loader anew. */
    public interface Guest {
        /**
         * @throws ReflectiveOperationException if it cannot be made
         */
        Object make(Class<?> type) throws ReflectiveOperationException;
    }

    /** Removes MBeans whose classes come from this loader. */
    public static void removeBeans(ClassLoader loader, String plugin) {
        for (MBeanServer server : MBeanServerFactory.findMBeanServer(null)) {
            for (ObjectName bean : List.copyOf(server.queryNames(null, null))) {
                try {
                    if (server.getClassLoaderFor(bean) == loader) {
                        server.unregisterMBean(bean);
                        LOG.warn("Plugin {} left the MBean {}: it is removed", plugin, bean);
                    }
                } catch (InstanceNotFoundException e) {
                    LOG.debug("MBean {} is gone by itself", bean);
                } catch (MBeanRegistrationException e) {
                    LOG.warn("Plugin {} left the MBean {}, which stays", plugin, bean, e);
                }
            }
        }
    }

    /** Removes JDBC drivers of this loader. */
    public static void removeDrivers(Guest guests, String plugin) {
        List<String> drivers = new ArrayList<>();
        try {
            if (guests.make(DriverRelease.class) instanceof Supplier<?> release
                    && release.get() instanceof List<?> names) {
                names.forEach(name -> drivers.add(String.valueOf(name)));
            }
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            LOG.warn("JDBC drivers of plugin {} stay", plugin, e);
        }
        for (String driver : drivers) {
            LOG.warn("Plugin {} left the JDBC driver {}: it is removed", plugin, driver);
        }
    }
}
