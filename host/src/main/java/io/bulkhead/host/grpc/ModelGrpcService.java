package io.bulkhead.host.grpc;

import static io.bulkhead.protocol.GRPCInferenceServiceGrpc.getModelConfigMethod;
import static io.bulkhead.protocol.GRPCInferenceServiceGrpc.getModelStatisticsMethod;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.host.config.EffectiveSetting;
import io.bulkhead.host.dataplane.DataPlane;
import io.bulkhead.host.dataplane.InferenceCounts;
import io.bulkhead.host.dataplane.ModelConfiguration;
import io.bulkhead.protocol.DataType;
import io.bulkhead.protocol.InferStatistics;
import io.bulkhead.protocol.ModelConfig;
import io.bulkhead.protocol.ModelConfigRequest;
import io.bulkhead.protocol.ModelConfigResponse;
import io.bulkhead.protocol.ModelInput;
import io.bulkhead.protocol.ModelOutput;
import io.bulkhead.protocol.ModelParameter;
import io.bulkhead.protocol.ModelStatistics;
import io.bulkhead.protocol.ModelStatisticsRequest;
import io.bulkhead.protocol.ModelStatisticsResponse;
import io.bulkhead.protocol.StatisticDuration;
import io.grpc.ServerServiceDefinition;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.LongStream;

/**
 * What {@code inference.GRPCInferenceService} tells of loaded models: configuration, statistics.
 */
final class ModelGrpcService {
    private final DataPlane dataPlane;
    private final Executor slow;

    /**
     * @param slow for what takes its time
     */
    ModelGrpcService(DataPlane dataPlane, Executor slow) {
        this.dataPlane = dataPlane;
        this.slow = slow;
    }

    ServerServiceDefinition.Builder addTo(ServerServiceDefinition.Builder service) {
        return service.addMethod(getModelConfigMethod(), UnaryCalls.on(slow, this::configuration))
                .addMethod(getModelStatisticsMethod(), UnaryCalls.inPlace(this::statistics));
    }

    private ModelConfigResponse configuration(ModelConfigRequest request) {
        try {
            ModelConfiguration model =
                    dataPlane.configuration(request.getName(), request.getVersion());
            return ModelConfigResponse.newBuilder().setConfig(message(model)).build();
        } catch (ServingException failure) {
            throw GrpcErrors.ofModel(request.getName(), request.getVersion(), failure);
        }
    }

    private static ModelConfig message(ModelConfiguration model) {
        ModelConfig.Builder config =
                ModelConfig.newBuilder()
                        .setName(model.id().name())
                        .setPlatform(model.platform())
                        .setBackend(model.plugin().runtime());
        for (TensorMetadata input : model.inputs()) {
            config.addInput(
                    ModelInput.newBuilder()
                            .setName(input.name())
                            .setDataType(dataType(input.datatype()))
                            .addAllDims(dimensions(input)));
        }
        for (TensorMetadata output : model.outputs()) {
            config.addOutput(
                    ModelOutput.newBuilder()
                            .setName(output.name())
                            .setDataType(dataType(output.datatype()))
                            .addAllDims(dimensions(output)));
        }
        for (EffectiveSetting setting : model.settings()) {
            config.putParameters(setting.name(), parameter(setting.value()));
            config.putParameters(setting.name() + ".source", parameter(setting.source()));
        }
        return config.build();
    }

    private static List<Long> dimensions(TensorMetadata tensor) {
        return LongStream.of(tensor.shape().toArray()).boxed().toList();
    }

    private static ModelParameter parameter(Object value) {
        return ModelParameter.newBuilder().setStringValue(String.valueOf(value)).build();
    }

    private static DataType dataType(Datatype datatype) {
        return datatype == Datatype.BYTES
                ? DataType.TYPE_STRING
                : DataType.valueOf("TYPE_" + datatype.name());
    }

    private ModelStatisticsResponse statistics(ModelStatisticsRequest request) {
        try {
            ModelStatisticsResponse.Builder response = ModelStatisticsResponse.newBuilder();
            dataPlane
                    .statistics(request.getName(), request.getVersion())
                    .forEach(counts -> response.addModelStats(message(counts)));
            return response.build();
        } catch (ServingException failure) {
            throw GrpcErrors.ofModel(request.getName(), request.getVersion(), failure);
        }
    }

    private static ModelStatistics message(InferenceCounts counts) {
        return ModelStatistics.newBuilder()
                .setName(counts.model().name())
                .setVersion(counts.model().version())
                .setLastInference(counts.lastRequestMillis())
                .setInferenceCount(counts.success().count())
                .setExecutionCount(counts.success().count())
                .setInferenceStats(
                        InferStatistics.newBuilder()
                                .setSuccess(duration(counts.success()))
                                .setFail(duration(counts.fail()))
                                .setQueue(duration(counts.queue()))
                                .setComputeInput(duration(counts.computeInput()))
                                .setComputeInfer(duration(counts.computeInfer()))
                                .setComputeOutput(duration(counts.computeOutput())))
                .build();
    }

    private static StatisticDuration duration(InferenceCounts.Total total) {
        return StatisticDuration.newBuilder().setCount(total.count()).setNs(total.nanos()).build();
    }
}
