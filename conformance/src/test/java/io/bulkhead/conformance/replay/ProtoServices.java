package io.bulkhead.conformance.replay;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The services of a descriptor set. */
final class ProtoServices {
    private final Map<String, ServiceDescriptor> services;

    private ProtoServices(Map<String, ServiceDescriptor> services) {
        this.services = Map.copyOf(services);
    }

    static ProtoServices read(Path descriptorSet) throws IOException {
        try (InputStream in = Files.newInputStream(descriptorSet)) {
            Map<String, FileDescriptor> files = new LinkedHashMap<>();
            for (FileDescriptorProto file : FileDescriptorSet.parseFrom(in).getFileList()) {
                files.put(file.getName(), build(file, files)); // a file comes after what it imports
            }
            Map<String, ServiceDescriptor> services = new LinkedHashMap<>();
            files.values().stream()
                    .flatMap(file -> file.getServices().stream())
                    .forEach(service -> services.put(service.getFullName(), service));
            return new ProtoServices(services);
        } catch (DescriptorValidationException e) {
            throw new IOException(descriptorSet + ": not a valid descriptor set", e);
        }
    }

    private static FileDescriptor build(FileDescriptorProto file, Map<String, FileDescriptor> known)
            throws DescriptorValidationException {
        FileDescriptor[] imports =
                file.getDependencyList().stream().map(known::get).toArray(FileDescriptor[]::new);
        return FileDescriptor.buildFrom(file, imports);
    }

    MethodDescriptor method(String service, String method) {
        return Optional.ofNullable(services.get(service))
                .flatMap(found -> Optional.ofNullable(found.findMethodByName(method)))
                .orElseThrow(
                        () -> new IllegalArgumentException("unknown: " + service + "/" + method));
    }
}
