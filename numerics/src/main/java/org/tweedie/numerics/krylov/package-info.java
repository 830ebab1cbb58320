/** Conjugate gradients, and the Lanczos process, on fields. */
package org.tweedie.numerics.krylov;
