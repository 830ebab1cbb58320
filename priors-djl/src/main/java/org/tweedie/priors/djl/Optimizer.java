package org.tweedie.priors.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The steps of the weights, and their moving average.
 *
 * <p>The convolutions inside the network move by Muon (Jordan et al., "Muon: an optimizer for
 * hidden layers in neural networks", 2024): momentum made orthogonal, so that every direction of a
 * weight matrix moves alike, which trains them in about half the steps of Adam. Everything else
 * moves by AdamW. A weight [out, in, rows, columns] counts as a matrix [out, in · rows · columns].
 */
final class Optimizer {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.99;
  private static final double DECAY = 1e-4;
  private static final double MUON_DECAY = 0.1;
  private static final double MOMENTUM = 0.95;
  // Longer gradients are cut to this length: a rare large one must not undo a thousand steps.
  private static final double LONGEST = 1;

  private final NDManager manager;
  private final Map<String, NDArray> weights;
  private final Map<String, NDArray> average = new LinkedHashMap<>();
  private final Map<String, NDArray> first = new LinkedHashMap<>();
  private final Map<String, NDArray> second = new LinkedHashMap<>();

  /**
   * @param manager owns the state
   * @param weights the arrays to move, by name
   */
  Optimizer(NDManager manager, Map<String, NDArray> weights) {
    this.manager = manager;
    this.weights = weights;
    weights.forEach(
        (name, w) -> {
          average.put(name, w.duplicate());
          first.put(name, w.zerosLike());
          if (!isInner(name, w)) {
            second.put(name, w.zerosLike());
          }
        });
  }

  private static boolean isInner(String name, NDArray w) {
    return w.getShape().dimension() == 4 && !name.startsWith("head.") && !name.startsWith("tail.");
  }

  /**
   * One step along the gradients that the weights hold, which are cleared.
   *
   * @param step steps before this one
   * @param rate learning rate of AdamW
   * @param muon learning rate of Muon
   * @param ema longest memory of the average: a new value enters with weight 1 − ema
   * @return false if a gradient was not finite, and nothing moved
   */
  boolean step(long step, double rate, double muon, double ema) {
    double norm = 0;
    for (NDArray w : weights.values()) {
      try (NDManager scratch = manager.newSubManager()) {
        NDArray g = w.getGradient();
        g.attach(scratch);
        norm += g.square().sum().getFloat();
      }
    }
    norm = Math.sqrt(norm);
    boolean finite = Double.isFinite(norm);
    double shrink = norm > LONGEST ? LONGEST / norm : 1;
    double keep = Math.min(ema, (2.0 + step) / (11.0 + step));
    for (Map.Entry<String, NDArray> e : weights.entrySet()) {
      String name = e.getKey();
      NDArray w = e.getValue();
      try (NDManager scratch = manager.newSubManager()) {
        if (finite) {
          NDArray raw = w.getGradient();
          raw.attach(scratch);
          NDArray g = raw.mul(shrink);
          if (second.containsKey(name)) {
            adam(w, g, first.get(name), second.get(name), step + 1, rate);
          } else {
            muon(w, g, first.get(name), muon);
          }
          NDArray a = average.get(name);
          NDArray part = g.zerosLike().addi(w).subi(a).muli(1 - keep);
          a.addi(part);
        }
        Torch.clearGradient(w);
      }
    }
    return finite;
  }

  private static void adam(NDArray w, NDArray g, NDArray m, NDArray v, long t, double rate) {
    m.muli(BETA1).addi(g.mul(1 - BETA1));
    v.muli(BETA2).addi(g.square().muli(1 - BETA2));
    double c1 = 1 - Math.pow(BETA1, t);
    double c2 = 1 - Math.pow(BETA2, t);
    w.muli(1 - rate * DECAY);
    NDArray root = g.zerosLike().addi(v).divi(c2).sqrt().addi(1e-8);
    NDArray move = g.zerosLike().addi(m).muli(rate / c1).divi(root);
    w.subi(move);
  }

  private static void muon(NDArray w, NDArray g, NDArray m, double rate) {
    m.muli(MOMENTUM).addi(g.mul(1 - MOMENTUM));
    NDArray ahead = g.mul(1 - MOMENTUM).addi(g.zerosLike().addi(m).muli(MOMENTUM));
    Shape shape = w.getShape();
    long rows = shape.get(0);
    long columns = shape.size() / rows;
    NDArray x = ahead.reshape(rows, columns);
    x = orthogonal(rows > columns ? x.transpose() : x);
    x = (rows > columns ? x.transpose() : x).reshape(shape);
    // Without normalisation layers nothing else bounds the weights.
    w.muli(1 - MUON_DECAY * rate)
        .subi(x.mul(rate * Math.sqrt(Math.max(1, (double) rows / columns))));
  }

  // Five steps of a Newton-Schulz iteration from S to about U Vᵀ, where S = U Σ Vᵀ; the published
  // coefficients trade exactness (singular values end in 0.7 … 1.2) for speed.
  private static NDArray orthogonal(NDArray s) {
    NDArray x = s.div(s.norm().addi(1e-7));
    for (int i = 0; i < 5; i++) {
      NDArray a = x.matMul(x.transpose());
      NDArray b = a.mul(-4.7750).addi(a.matMul(a).muli(2.0315));
      x = x.mul(3.4445).addi(b.matMul(x));
    }
    return x;
  }

  /** The moving average of the weights: what a prior uses. */
  Map<String, Safetensors.Tensor> average() {
    return tensors(average);
  }

  /** Everything that a continued training needs. */
  Map<String, Safetensors.Tensor> state() {
    return tensors(arrays());
  }

  /**
   * Takes back what {@link #state()} gave.
   *
   * @return false, and nothing is taken, if something is missing or of another shape
   */
  boolean restore(Map<String, Safetensors.Tensor> state) {
    boolean whole =
        arrays().entrySet().stream().allMatch(e -> fits(e.getValue(), state.get(e.getKey())));
    if (whole) {
      arrays()
          .forEach(
              (name, a) -> {
                try (NDArray saved = UNet.array(manager, state.get(name))) {
                  a.subi(a.duplicate());
                  a.addi(saved);
                }
              });
    }
    return whole;
  }

  private static boolean fits(NDArray a, Safetensors.Tensor t) {
    return t != null
        && Arrays.equals(
            a.getShape().getShape(), Arrays.stream(t.shape()).asLongStream().toArray());
  }

  /** All that makes up the state, by the names that it is saved under. */
  private Map<String, NDArray> arrays() {
    Map<String, NDArray> out = new LinkedHashMap<>();
    weights.forEach((name, a) -> out.put("weight:" + name, a));
    average.forEach((name, a) -> out.put("average:" + name, a));
    first.forEach((name, a) -> out.put("first:" + name, a));
    second.forEach((name, a) -> out.put("second:" + name, a));
    return out;
  }

  private static Map<String, Safetensors.Tensor> tensors(Map<String, NDArray> arrays) {
    Map<String, Safetensors.Tensor> out = new LinkedHashMap<>();
    arrays.forEach(
        (name, a) -> {
          long[] s = a.getShape().getShape();
          int[] shape = new int[s.length];
          for (int i = 0; i < s.length; i++) {
            shape[i] = (int) s[i];
          }
          try (NDArray plain = a.toType(DataType.FLOAT32, true)) {
            out.put(name, new Safetensors.Tensor(shape, plain.toFloatArray()));
          }
        });
    return out;
  }
}
