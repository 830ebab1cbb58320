/** Links the runtime images; runs inside the build and is not published. */
package org.tweedie.dist;
