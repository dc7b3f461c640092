package io.bulkhead.plugin.mllib.clustering;

import io.bulkhead.plugin.mllib.format.LinearAlgebra;
import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.linear.RegressionStage;
import io.bulkhead.plugin.mllib.parquet.Group;
import io.bulkhead.plugin.mllib.pipeline.PipelineBuilder;
import io.bulkhead.plugin.mllib.row.VectorBuffer;
import java.io.IOException;
import java.util.List;

/** KMeansModel: the nearest of several centres. */
public final class Centres {
    private final double[][] centres;
    private final Distance distance;

    private Centres(double[][] centres, Distance distance) {
        this.centres = centres;
        this.distance = distance;
    }

    public static void read(SavedStage saved, PipelineBuilder pipeline) throws IOException {
        String measure = saved.params().text("distanceMeasure", "euclidean");
        Centres centres = of(saved.data(), "clusterIdx", "clusterCenter", Distance.named(measure));
        RegressionStage.add(saved, pipeline, centres.featureCount(), centres::nearest);
    }

    /**
     * @param index the field with a centre's number
     * @param point the field with its place
     */
    public static Centres of(List<Group> rows, String index, String point, Distance distance)
            throws IOException {
        double[][] centres = new double[rows.size()][];
        for (Group row : rows) {
            int number = row.whole(index);
            if (number < 0 || number >= centres.length || centres[number] != null) {
                throw new MalformedModelException("cluster " + number + " of " + centres.length);
            }
            centres[number] = LinearAlgebra.vector(row, point);
            if (centres[number].length != LinearAlgebra.vector(rows.get(0), point).length) {
                throw new MalformedModelException("centres of different sizes");
            }
        }
        if (centres.length == 0) {
            throw new MalformedModelException("no clusters");
        }
        return new Centres(centres, distance);
    }

    public int featureCount() {
        return centres[0].length;
    }

    /** The number of the nearest centre. */
    public int nearest(VectorBuffer row) {
        int best = 0;
        double shortest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < centres.length; i++) {
            double way = distance.between(row, centres[i]);
            if (way < shortest) {
                best = i;
                shortest = way;
            }
        }
        return best;
    }
}
