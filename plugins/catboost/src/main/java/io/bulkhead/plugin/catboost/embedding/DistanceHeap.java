package io.bulkhead.plugin.catboost.embedding;

import java.util.Arrays;

/**
 * Points by their distance. Of points at equal distances it gives the one that the heap of
 * CatBoost's C++ library gives, which is why it sifts as that one does. For one thread.
 */
final class DistanceHeap {
    private final boolean nearestFirst;
    private float[] distances;
    private int[] points;
    private int size;

    private DistanceHeap(boolean nearestFirst, int capacity) {
        this.nearestFirst = nearestFirst;
        this.distances = new float[capacity];
        this.points = new int[capacity];
    }

    static DistanceHeap nearestFirst(int capacity) {
        return new DistanceHeap(true, capacity);
    }

    static DistanceHeap farthestFirst(int capacity) {
        return new DistanceHeap(false, capacity);
    }

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    float topDistance() {
        return distances[0];
    }

    int topPoint() {
        return points[0];
    }

    void push(float distance, int point) {
        if (size == points.length) {
            distances = Arrays.copyOf(distances, 2 * size);
            points = Arrays.copyOf(points, 2 * size);
        }
        siftUp(size++, distance, point);
    }

    /** The hole goes down to the ground; what was last is put there and rises again. */
    void pop() {
        int last = --size;
        if (last == 0) {
            return;
        }
        int hole = 0;
        do {
            int child = 2 * hole + 1;
            if (child + 1 <= last && comesBefore(distances[child + 1], distances[child])) {
                child++;
            }
            move(child, hole);
            hole = child;
        } while (hole <= (last - 1) / 2);
        if (hole != last) {
            siftUp(hole, distances[last], points[last]);
        }
    }

    private void siftUp(int place, float distance, int point) {
        int at = place;
        while (at > 0 && comesBefore(distance, distances[(at - 1) / 2])) {
            move((at - 1) / 2, at);
            at = (at - 1) / 2;
        }
        distances[at] = distance;
        points[at] = point;
    }

    private void move(int from, int to) {
        distances[to] = distances[from];
        points[to] = points[from];
    }

    private boolean comesBefore(float one, float other) {
        return nearestFirst ? one < other : other < one;
    }
}
