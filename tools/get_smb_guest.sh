#!/bin/sh
# What the long tests of a real SMB share need: Samba, and a small guest whose kernel can
# mount one (plain emulation; Debian or Ubuntu, as root). About 60 MB. The guest is kept in
# ~/.cache/alongside/smb-guest; `make torture` uses it when it is there.
set -eu
guest="${XDG_CACHE_HOME:-$HOME/.cache}/alongside/smb-guest"
init="$(cd "$(dirname "$0")/.." && pwd)/tests/faults/guest/init"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends samba cifs-utils qemu-system-x86 qemu-system-common busybox-static kmod cpio >/dev/null
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
chmod 755 .
apt-get download -qq "$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends: linux-image/{print $2; exit}')"
dpkg -x linux-image-*.deb kernel
version=$(ls kernel/lib/modules)
from=kernel/lib/modules/$version
to=initrd/lib/modules/$version
for folder in bin sbin proc sys dev ro rw new "lib/modules/$version/kernel"; do mkdir -p "initrd/$folder"; done
cp "$(command -v busybox)" initrd/bin/busybox
ln -s /bin/busybox initrd/sbin/modprobe
for part in fs/fuse fs/overlayfs fs/smb fs/netfs fs/fscache fs/nls crypto lib arch/x86/crypto net/dns_resolver \
    drivers/virtio drivers/net/virtio_net.ko drivers/net/net_failover.ko net/core drivers/dax; do
    [ -e "$from/kernel/$part" ] || continue
    mkdir -p "$to/kernel/$(dirname "$part")"
    cp -r "$from/kernel/$part" "$to/kernel/$(dirname "$part")/"
done
cp "$from/modules.builtin" "$from/modules.order" "$from/modules.builtin.modinfo" "$to/"
depmod -b initrd "$version"
cp "$init" initrd/init
chmod 755 initrd/init
mkdir -p "$guest"
(cd initrd && find . | cpio --quiet -o -H newc) | gzip -1 >"$guest/initrd.gz"
cp kernel/boot/vmlinuz-* "$guest/vmlinuz"
python3 -m pip install --quiet --disable-pip-version-check --target "$guest/python" smbprotocol ||
    echo "Without smbprotocol, a document that another client holds is not tried."
echo "The SMB guest is ready in $guest."
