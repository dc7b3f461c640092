package io.bulkhead.host.plugin;

import java.util.Map;

/**
 * What a native layer stands on that has some of its jars from other layers: the classes of their
 * packages are those layers', all else is the JDK's. Needs no closing.
 */
final class LentPackages extends ClassLoader {
    static {
        ClassLoader.registerAsParallelCapable();
    }

    private final Map<String, ClassLoader> layerByPackage;

    /**
     * @param layerByPackage by names as {@code com/example}
     */
    LentPackages(Map<String, ClassLoader> layerByPackage) {
        super(ClassLoader.getPlatformClassLoader());
        this.layerByPackage = Map.copyOf(layerByPackage);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        String path = name.substring(0, Math.max(0, name.lastIndexOf('.'))).replace('.', '/');
        ClassLoader layer = layerByPackage.get(path);
        return layer == null ? super.loadClass(name, resolve) : layer.loadClass(name);
    }
}
