/** Conjugate gradients and power iteration on fields. */
package org.tweedie.numerics.krylov;
