package io.bulkhead.conformance.isolation;

/** The slope of a line through points, by least squares. */
final class Slope {
    private int count;
    private double sumX;
    private double sumY;
    private double sumXx;
    private double sumXy;

    void add(double x, double y) {
        count++;
        sumX += x;
        sumY += y;
        sumXx += x * x;
        sumXy += x * y;
    }

    /** 0 with less than two points. */
    double perStep() {
        double divisor = count * sumXx - sumX * sumX;
        return divisor == 0 ? 0 : (count * sumXy - sumX * sumY) / divisor;
    }
}
