package io.bulkhead.host.grpc;

import static io.bulkhead.protocol.GRPCInferenceServiceGrpc.getLogSettingsMethod;

import io.bulkhead.host.telemetry.logging.LogControl;
import io.bulkhead.protocol.LogSettingsRequest;
import io.bulkhead.protocol.LogSettingsResponse;
import io.grpc.ServerServiceDefinition;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The logging verb of {@code inference.GRPCInferenceService}. */
final class LogGrpcService {
    private final LogControl log;

    LogGrpcService(LogControl log) {
        this.log = log;
    }

    ServerServiceDefinition.Builder addTo(ServerServiceDefinition.Builder service) {
        return service.addMethod(getLogSettingsMethod(), UnaryCalls.inPlace(this::settings));
    }

    private LogSettingsResponse settings(LogSettingsRequest request) {
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        request.getSettingsMap().forEach((name, value) -> changes.put(name, value(value)));
        LogSettingsResponse.Builder response = LogSettingsResponse.newBuilder();
        log.update(changes).forEach((name, value) -> response.putSettings(name, message(value)));
        return response.build();
    }

    private static @Nullable Object value(LogSettingsRequest.SettingValue value) {
        return switch (value.getParameterChoiceCase()) {
            case BOOL_PARAM -> value.getBoolParam();
            case UINT32_PARAM -> Integer.toUnsignedLong(value.getUint32Param());
            case STRING_PARAM -> value.getStringParam();
            case PARAMETERCHOICE_NOT_SET -> null;
        };
    }

    private static LogSettingsResponse.SettingValue message(Object value) {
        LogSettingsResponse.SettingValue.Builder message =
                LogSettingsResponse.SettingValue.newBuilder();
        if (value instanceof Boolean flag) {
            message.setBoolParam(flag);
        } else if (value instanceof Long number) {
            message.setUint32Param(number.intValue());
        } else {
            message.setStringParam(String.valueOf(value));
        }
        return message.build();
    }
}
