package io.bulkhead.plugin.catboost.embedding;

import java.util.BitSet;
import java.util.List;

/**
 * Points and who is near whom: a hierarchical navigable small world. A search goes down from the
 * smallest level and may miss near points, so that it has to go the way that CatBoost goes.
 * Immutable.
 */
public final class NeighbourGraph {
    /** How many candidates CatBoost keeps. */
    private static final int NEIGHBOURHOOD = 300;

    private final float[] points;
    private final int dimension;
    private final List<Level> levels;

    /**
     * The first points of all, and who of them is near whom.
     *
     * @param size how many points
     * @param degree how many neighbours each has
     * @param neighbours {@code degree} points for each point
     */
    @SuppressWarnings("ArrayRecordComponent") // never written to once it is built
    public record Level(int size, int degree, int[] neighbours) {
        /** Checks that nothing leads out of the level. */
        public Level {
            if (size < 1 || degree < 0 || neighbours.length != (long) size * degree) {
                throw new IllegalArgumentException("neighbours of " + size + " points");
            }
            for (int neighbour : neighbours) {
                if (neighbour < 0 || neighbour >= size) {
                    throw new IllegalArgumentException("point " + neighbour + " of " + size);
                }
            }
        }
    }

    /**
     * @param points one after the other
     * @param levels the first one has all points, those behind fewer and fewer
     */
    public NeighbourGraph(float[] points, int dimension, List<Level> levels) {
        this.points = points;
        this.dimension = dimension;
        this.levels = List.copyOf(levels);
        long size = levels.isEmpty() ? 0 : levels.get(0).size();
        if (points.length != size * dimension) {
            throw new IllegalArgumentException(
                    points.length + " numbers for " + size + " points of " + dimension);
        }
        for (Level level : levels) {
            if (level.size() > size) {
                throw new IllegalArgumentException("a level larger than the one below");
            }
            size = level.size();
        }
    }

    /** For one thread. */
    public Search search(int wanted) {
        return new Search(wanted);
    }

    /** Four sums side by side, as CatBoost has them, since their rounding decides about ties. */
    private float distance(float[] query, int point) {
        int first = point * dimension;
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        int i = 0;
        for (; i + 4 <= dimension; i += 4) {
            sum0 += squared(query[i] - points[first + i]);
            sum1 += squared(query[i + 1] - points[first + i + 1]);
            sum2 += squared(query[i + 2] - points[first + i + 2]);
            sum3 += squared(query[i + 3] - points[first + i + 3]);
        }
        for (; i < dimension; i++) {
            sum0 += squared(query[i] - points[first + i]);
        }
        return sum0 + sum1 + sum2 + sum3;
    }

    private static float squared(float value) {
        return value * value;
    }

    /** Finds points near others; used again and again, by one thread. */
    public final class Search {
        private final int wanted;
        private final BitSet visited = new BitSet();
        private final DistanceHeap nearest = DistanceHeap.farthestFirst(NEIGHBOURHOOD + 1);
        private final DistanceHeap candidates = DistanceHeap.nearestFirst(NEIGHBOURHOOD + 1);
        private final int[] found;

        private Search(int wanted) {
            this.wanted = Math.min(wanted, NEIGHBOURHOOD);
            this.found = new int[this.wanted];
        }

        /** How many points are near; {@link #point} says which. */
        public int find(float[] query) {
            if (levels.isEmpty()) {
                return 0;
            }
            visited.clear();
            nearest.clear();
            candidates.clear();
            int entry = entry(query);
            add(distance(query, entry), entry);
            visited.set(entry);
            explore(query, levels.get(0));
            while (nearest.size() > wanted) {
                nearest.pop();
            }
            int count = nearest.size();
            for (int i = count - 1; i >= 0; i--) {
                found[i] = nearest.topPoint();
                nearest.pop();
            }
            return count;
        }

        /** One of the points found, the nearest first. */
        public int point(int index) {
            return found[index];
        }

        private int entry(float[] query) {
            int entry = 0;
            float least = distance(query, entry);
            for (int i = levels.size() - 1; i > 0; i--) {
                Level level = levels.get(i);
                boolean nearer = true;
                while (nearer) {
                    nearer = false;
                    int first = entry * level.degree();
                    for (int j = first; j < first + level.degree(); j++) {
                        float distance = distance(query, level.neighbours()[j]);
                        if (distance < least) {
                            least = distance;
                            entry = level.neighbours()[j];
                            nearer = true;
                        }
                    }
                }
            }
            return entry;
        }

        private void explore(float[] query, Level level) {
            while (candidates.size() > 0) {
                float least = candidates.topDistance();
                int first = candidates.topPoint() * level.degree();
                candidates.pop();
                if (nearest.topDistance() < least) {
                    return;
                }
                for (int i = first; i < first + level.degree(); i++) {
                    visit(query, level.neighbours()[i]);
                }
            }
        }

        private void visit(float[] query, int point) {
            if (visited.get(point)) {
                return;
            }
            visited.set(point);
            float distance = distance(query, point);
            if (nearest.size() < NEIGHBOURHOOD || distance < nearest.topDistance()) {
                add(distance, point);
                if (nearest.size() > NEIGHBOURHOOD) {
                    nearest.pop();
                }
            }
        }

        private void add(float distance, int point) {
            nearest.push(distance, point);
            candidates.push(distance, point);
        }
    }
}
