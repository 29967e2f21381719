package dev.ttbench.cost;

/**
 * What one execution of a body costs: facts of the shapes alone. All counts are exact; a sum past 2^63 - 1 is an error.
 *
 * @param convolution FLOPs of convolutions
 * @param linear FLOPs of linears
 * @param attention FLOPs of attentions' and other matmuls
 * @param vector FLOPs outside the matmul class
 * @param bytesRead bytes that its kernels read, in all
 * @param bytesWritten bytes that its kernels write, in all
 * @param kernels kernel launches
 * @param parameters learned values, each once
 * @param weightBytes their size in bytes
 * @param cacheBytes key-value cache after it, in bytes
 */
public record Cost(long convolution, long linear, long attention, long vector, long bytesRead, long bytesWritten, long kernels, long parameters, long weightBytes,
        long cacheBytes) {

    /** Nothing. */
    public static final Cost ZERO = new Cost(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** FLOPs of the matmul class. */
    public long flops() {
        return Math.addExact(Math.addExact(convolution, linear), attention);
    }

    /** Both, one after the other, with weights of their own. */
    public Cost plus(Cost o) {
        return new Cost(Math.addExact(convolution, o.convolution), Math.addExact(linear, o.linear), Math.addExact(attention, o.attention), Math.addExact(vector, o.vector),
                Math.addExact(bytesRead, o.bytesRead), Math.addExact(bytesWritten, o.bytesWritten), Math.addExact(kernels, o.kernels), Math.addExact(parameters, o.parameters),
                Math.addExact(weightBytes, o.weightBytes), Math.addExact(cacheBytes, o.cacheBytes));
    }

    Cost withWeights(long p, long bytes) {
        return new Cost(convolution, linear, attention, vector, bytesRead, bytesWritten, kernels, p, bytes, cacheBytes);
    }
}
