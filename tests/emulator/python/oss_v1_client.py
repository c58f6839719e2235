"""oss2: `/` in keys goes out as %2F, path style on an IP address. Argument: the signature version, V1 or V4."""

import sys
from urllib.request import urlopen

import oss2
from oss2.models import BucketCors, BucketLifecycle, CorsRule, LifecycleExpiration, LifecycleRule, Tagging, TaggingRule

from odd_keys import KEPT, KEYS, content, expect
from target import TARGET, tell

VERSION = sys.argv[1]
key = (TARGET["accessKeyId"], TARGET["accessKeySecret"])
if "securityToken" in TARGET:
    auth = oss2.StsAuth(*key, TARGET["securityToken"], auth_version="v4" if VERSION == "V4" else "v1")
else:
    auth = oss2.AuthV4(*key) if VERSION == "V4" else oss2.Auth(*key)
bucket = oss2.Bucket(auth, TARGET["oss"], TARGET["bucket"], region="cn-shanghai")

bucket.create_bucket(oss2.BUCKET_ACL_PRIVATE)
names = [each.name for each in oss2.BucketIterator(oss2.Service(auth, TARGET["oss"], region="cn-shanghai"))]
expect("buckets", TARGET["bucket"] in names, True)

for each in KEYS:
    bucket.put_object(each, content(each), headers={"x-oss-meta-note": "n"})
for each in KEYS:
    answer = bucket.get_object(each)
    expect("content of " + each, answer.read(), content(each))
    expect("checksum of " + each, answer.client_crc, answer.server_crc)
    expect("meta of " + each, bucket.head_object(each).headers["x-oss-meta-note"], "n")
    part = bucket.get_object(each, byte_range=(3, 6)).read()
    expect("range of " + each, part, content(each)[3:7])
    signed_url = bucket.sign_url("GET", each, 60, slash_safe=True)
    expect("signed URL of " + each, urlopen(signed_url, timeout=10).read(), content(each))

expect("list v1", sorted(each.key for each in oss2.ObjectIterator(bucket, max_keys=3)), sorted(KEYS))
expect("list v2", sorted(each.key for each in oss2.ObjectIteratorV2(bucket, max_keys=3)), sorted(KEYS))
page = bucket.list_objects(delimiter="/")
folders = sorted({each.split("/")[0] + "/" for each in KEYS if "/" in each})
expect("folders", sorted(page.prefix_list), folders)
expect("prefix", [each.key for each in bucket.list_objects(prefix="直播/").object_list], ["直播/第一 部.ts"])

big = bytes(range(256)) * 1200
upload = bucket.init_multipart_upload(KEPT).upload_id
expect("uploads", [each.upload_id for each in oss2.MultipartUploadIterator(bucket)], [upload])
parts = []
for number, start in enumerate(range(0, len(big), 102400), 1):
    piece = big[start : start + 102400]
    answer = bucket.upload_part(KEPT, upload, number, piece)
    parts.append(oss2.models.PartInfo(number, answer.etag, size=len(piece), part_crc=answer.crc))
expect("parts", [each.part_number for each in oss2.PartIterator(bucket, KEPT, upload)], [1, 2, 3])
bucket.complete_multipart_upload(KEPT, upload, parts)
expect("multipart content", bucket.get_object(KEPT).read(), big)
aborted = bucket.init_multipart_upload("aborted").upload_id
bucket.abort_multipart_upload("aborted", aborted)

bucket.copy_object(TARGET["bucket"], KEPT, "copy of " + KEPT)
expect("copy", bucket.get_object("copy of " + KEPT).read(), big)
bucket.put_object_acl(KEPT, oss2.OBJECT_ACL_PUBLIC_READ)
expect("acl", bucket.get_object_acl(KEPT).acl, oss2.OBJECT_ACL_PUBLIC_READ)

tags = TaggingRule()
tags.add("project", "直播 +")
bucket.put_bucket_tagging(Tagging(tags))
expect("tags", bucket.get_bucket_tagging().tag_set.tagging_rule, {"project": "直播 +"})
rule = LifecycleRule("old", "record/", status=LifecycleRule.ENABLED, expiration=LifecycleExpiration(days=7))
bucket.put_bucket_lifecycle(BucketLifecycle([rule]))
expect("lifecycle", bucket.get_bucket_lifecycle().rules[0].expiration.days, 7)
bucket.put_bucket_cors(BucketCors([CorsRule(allowed_origins=["*"], allowed_methods=["GET"])]))
expect("cors", bucket.get_bucket_cors().rules[0].allowed_methods, ["GET"])

try:
    bucket.get_object("missing/直播")
    raise SystemExit("a missing object was found")
except oss2.exceptions.NoSuchKey as error:
    expect("missing", (error.status, error.code), (404, "NoSuchKey"))

some, *others = KEYS + ["copy of " + KEPT]
bucket.delete_object(some)
expect("deleted", sorted(bucket.batch_delete_objects(others).deleted_keys), sorted(others))
tell(left=[each.key for each in oss2.ObjectIterator(bucket)])
