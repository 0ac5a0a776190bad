<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="zh_CN">
<context>
    <name>AskPrinted</name>
    <message>
        <source>纸打印出来了吗？</source>
        <translation>Did the paper come out?</translation>
    </message>
    <message>
        <source>打印机刚才断开了。请看一下屏幕下方的出纸口。</source>
        <translation>The printer was lost for a moment. Please look into the tray below the screen.</translation>
    </message>
    <message>
        <source>没有出来</source>
        <translation>It did not</translation>
    </message>
    <message>
        <source>出来了</source>
        <translation>It came out</translation>
    </message>
</context>
<context>
    <name>AuthorityTile</name>
    <message>
        <source>可办：%1</source>
        <translation>For: %1</translation>
    </message>
    <message>
        <source>授权到 %1</source>
        <translation>Valid until %1</translation>
    </message>
    <message>
        <source>授权不包括这次要办的事</source>
        <translation>Does not cover what you chose</translation>
    </message>
</context>
<context>
    <name>ChooseAuthority</name>
    <message>
        <source>这次为谁办理？</source>
        <translation>Who are you acting for?</translation>
    </message>
    <message>
        <source>代办员 %1，下面是授权给您的人。</source>
        <translation>Agent %1, these people have authorised you.</translation>
    </message>
    <message>
        <source>没有找到有效的授权</source>
        <translation>No valid authority was found</translation>
    </message>
    <message>
        <source>请让委托人先到窗口或在“服务通”上写好授权委托书。</source>
        <translation>The person you act for can sign an authority at a counter or on the portal.</translation>
    </message>
</context>
<context>
    <name>ChooseItem</name>
    <message>
        <source>您好，想办什么事？</source>
        <translation>What can we do for you?</translation>
    </message>
    <message>
        <source>点选一个事项就开始。需要身份证时，我们会提醒您。</source>
        <translation>Choose a service to begin. We ask for your ID card when it is needed.</translation>
    </message>
    <message>
        <source>选事项</source>
        <translation>Choose</translation>
    </message>
    <message>
        <source>刷身份证</source>
        <translation>Show ID card</translation>
    </message>
    <message>
        <source>拿结果</source>
        <translation>Take it home</translation>
    </message>
    <message>
        <source>办理事项</source>
        <translation>Services</translation>
    </message>
    <message>
        <source>搜索事项</source>
        <translation>Search</translation>
    </message>
</context>
<context>
    <name>ChooseWay</name>
    <message>
        <source>换一种方式确认身份</source>
        <translation>Another way to confirm it is you</translation>
    </message>
    <message>
        <source>选一种您方便的，效果都一样。</source>
        <translation>Any of these will do. Take the one you like.</translation>
    </message>
    <message>
        <source>人脸核对</source>
        <translation>Face check</translation>
    </message>
    <message>
        <source>输入服务密码</source>
        <translation>Enter your PIN</translation>
    </message>
    <message>
        <source>您自己设的 6 位数字</source>
        <translation>The six digits you chose yourself</translation>
    </message>
    <message>
        <source>收短信验证码</source>
        <translation>Code by text message</translation>
    </message>
    <message>
        <source>发到您登记的手机号</source>
        <translation>Sent to the number you registered</translation>
    </message>
    <message>
        <source>手机扫码</source>
        <translation>Code on your phone</translation>
    </message>
    <message>
        <source>用“服务通”里的登录码</source>
        <translation>The login code of the portal</translation>
    </message>
    <message>
        <source>证照照片核对</source>
        <translation>Portrait on file</translation>
    </message>
    <message>
        <source>先问您同不同意，再看屏幕</source>
        <translation>Asks for your consent, then look here</translation>
    </message>
    <message>
        <source>到人工窗口办</source>
        <translation>Go to a counter</translation>
    </message>
    <message>
        <source>带上身份证，工作人员帮您</source>
        <translation>Bring your ID card, staff will help you</translation>
    </message>
    <message>
        <source>看着屏幕，几秒钟就好</source>
        <translation>Look at the screen for a few seconds</translation>
    </message>
</context>
<context>
    <name>CodeBoxes</name>
    <message>
        <source>已输入 %1 位，共 %2 位</source>
        <translation>%1 of %2 digits entered</translation>
    </message>
</context>
<context>
    <name>Consent</name>
    <message>
        <source>同意或不同意都可以，都能接着办事。</source>
        <translation>Agree or not: either way you can go on.</translation>
    </message>
    <message>
        <source>%1，您好。同意或不同意都可以，都能接着办事。</source>
        <translation>%1, agree or not: either way you can go on.</translation>
    </message>
    <message>
        <source>做什么用</source>
        <translation>What it is for</translation>
    </message>
    <message>
        <source>留多久</source>
        <translation>For how long</translation>
    </message>
    <message>
        <source>不同意怎么办</source>
        <translation>If you do not agree</translation>
    </message>
    <message>
        <source>请监护人来决定：孩子不满 14 周岁。</source>
        <translation>The guardian decides: the child is under 14.</translation>
    </message>
    <message>
        <source>请监护人来决定：%1 不满 14 周岁。</source>
        <translation>The guardian decides: %1 is under 14.</translation>
    </message>
    <message>
        <source>留下什么</source>
        <translation>What is kept</translation>
    </message>
</context>
<context>
    <name>DeviceTile</name>
    <message>
        <source>自 %1</source>
        <translation>Since %1</translation>
    </message>
</context>
<context>
    <name>EnterCode</name>
    <message>
        <source>输入短信验证码</source>
        <translation>Enter the code we sent</translation>
    </message>
    <message>
        <source>输入服务密码</source>
        <translation>Enter your PIN</translation>
    </message>
    <message>
        <source>输入手机号后四位</source>
        <translation>Last digits of your phone number</translation>
    </message>
    <message>
        <source>%1 位数字，已发到 %2。</source>
        <translation>%1 digits, sent to %2.</translation>
    </message>
    <message>
        <source>您登记的手机号的最后 %1 位数字。</source>
        <translation>The last %1 digits of the number on file.</translation>
    </message>
    <message>
        <source>输错后要等一会儿，防止别人猜号码。</source>
        <translation>A pause after a wrong entry protects you.</translation>
    </message>
    <message>
        <source>%1 位数字。输入时请注意遮挡。</source>
        <translation>%1 digits. Cover the keys while you type.</translation>
    </message>
    <message>
        <source>请等 %1 秒再输入</source>
        <translation>Please wait %1 s</translation>
    </message>
    <message>
        <source>重新发送</source>
        <translation>Send again</translation>
    </message>
    <message>
        <source>确认验证</source>
        <translation>Confirm</translation>
    </message>
</context>
<context>
    <name>Erased</name>
    <message>
        <source>已经彻底删除</source>
        <translation>Erased for good</translation>
    </message>
    <message>
        <source>%1，人脸登录已关闭，马上生效。</source>
        <translation>%1, face login is off as of now.</translation>
    </message>
    <message>
        <source>您的人脸特征没有了</source>
        <translation>Your face data is gone</translation>
    </message>
    <message>
        <source>删除后无法恢复。以后想用，可以重新开通；不用也能照常办事。</source>
        <translation>It cannot be brought back. You may switch face login on again, or do without it.</translation>
    </message>
    <message>
        <source>同意书编号</source>
        <translation>Number of your consent</translation>
    </message>
    <message>
        <source>知道了，继续</source>
        <translation>All right, go on</translation>
    </message>
</context>
<context>
    <name>FaceCheck</name>
    <message>
        <source>请看屏幕中的自己</source>
        <translation>Look at yourself</translation>
    </message>
    <message>
        <source>把脸放进椭圆里，按提示慢慢来。</source>
        <translation>Bring your face into the outline and take your time.</translation>
    </message>
    <message>
        <source>没有看到您的脸，请站到屏幕前</source>
        <translation>No face in view. Please stand before the screen</translation>
    </message>
    <message>
        <source>画面里有别人，请只留您一位</source>
        <translation>Somebody else is in view. Please stand alone</translation>
    </message>
    <message>
        <source>请再靠近一点</source>
        <translation>Come a little closer</translation>
    </message>
    <message>
        <source>请往后退一点</source>
        <translation>Please step back a little</translation>
    </message>
    <message>
        <source>请把脸移到椭圆中间</source>
        <translation>Move your face into the oval</translation>
    </message>
    <message>
        <source>请把脸正对屏幕</source>
        <translation>Please face the screen</translation>
    </message>
    <message>
        <source>光线太暗，请换个角度</source>
        <translation>Too dark. Please turn a little</translation>
    </message>
    <message>
        <source>身后太亮，请往旁边站一点</source>
        <translation>Too bright behind you. Please step aside a little</translation>
    </message>
    <message>
        <source>脸上反光，请摘下眼镜或稍微低头</source>
        <translation>Light is mirrored on your face. Take off your glasses or lower your head a little</translation>
    </message>
    <message>
        <source>请摘下口罩</source>
        <translation>Please take off your mask</translation>
    </message>
    <message>
        <source>请把脸全部露出来</source>
        <translation>Please let your whole face be seen</translation>
    </message>
    <message>
        <source>很好，请保持不动</source>
        <translation>Good, please hold still</translation>
    </message>
    <message>
        <source>请慢慢把头转向左边</source>
        <translation>Turn your head slowly to your left</translation>
    </message>
    <message>
        <source>请慢慢把头转向右边</source>
        <translation>Turn your head slowly to your right</translation>
    </message>
    <message>
        <source>请转回来，看着屏幕</source>
        <translation>Turn back and look at the screen</translation>
    </message>
    <message>
        <source>正在核对，请稍等</source>
        <translation>Checking, one moment</translation>
    </message>
    <message>
        <source>核对通过</source>
        <translation>It is you</translation>
    </message>
    <message>
        <source>摄像头正在准备，请稍等</source>
        <translation>The camera is getting ready, one moment</translation>
    </message>
    <message>
        <source>请正对屏幕</source>
        <translation>Please face the screen</translation>
    </message>
    <message>
        <source>换一种方式</source>
        <translation>Use another way</translation>
    </message>
</context>
<context>
    <name>FaceLoginStatus</name>
    <message>
        <source>%1，下次在这台机器上不用带卡也能登录。</source>
        <translation>%1, next time you need no card on this kiosk.</translation>
    </message>
    <message>
        <source>%1，您可以继续用，也可以马上关闭。</source>
        <translation>%1, you can keep it or switch it off now.</translation>
    </message>
    <message>
        <source>留下了什么</source>
        <translation>What is kept</translation>
    </message>
    <message>
        <source>怎么关闭</source>
        <translation>How to end it</translation>
    </message>
    <message>
        <source>人脸登录已开通</source>
        <translation>Face login is on</translation>
    </message>
    <message>
        <source>人脸登录使用中</source>
        <translation>You use face login</translation>
    </message>
    <message>
        <source>脸部特征的一串数字（不是照片）、姓名、证件号、手机号后四位的核对码。加密后只存在这台机器里，不上传。</source>
        <translation>Numbers that describe your face (no picture), your name, ID number and a check code of your phone&apos;s last digits. Encrypted, on this kiosk only.</translation>
    </message>
    <message>
        <source>脸部特征的一串数字（不是照片）、姓名、证件号。加密后只存在这台机器里，不上传。</source>
        <translation>Numbers that describe your face (no picture), your name and ID number. Encrypted, on this kiosk only.</translation>
    </message>
    <message>
        <source>留到什么时候</source>
        <translation>Until when</translation>
    </message>
    <message>
        <source>%1 开通，最晚到 %2 自动删除；满 14 岁就不再保留。</source>
        <translation>On since %1. Erased on %2 at the latest, and not kept beyond the 14th birthday.</translation>
    </message>
    <message>
        <source>%1 开通。一年没用就自动删除，现在算到 %2；用一次，重新算一年。</source>
        <translation>On since %1. Erased after a year without use, as of now on %2; every use begins a new year.</translation>
    </message>
    <message>
        <source>随时在首页选“人脸登录”关闭，当场永久删除；现在反悔也可以。</source>
        <translation>Choose &quot;Login by face&quot; on the first page at any time, or end it now: it is erased at once and for ever.</translation>
    </message>
    <message>
        <source>按下面的“关闭并删除”，当场永久删除，不影响办事。</source>
        <translation>Touch &quot;Switch off and erase&quot; below. It is gone at once and for ever; all else works as before.</translation>
    </message>
    <message>
        <source>同意书编号</source>
        <translation>Number of your consent</translation>
    </message>
    <message>
        <source>关闭并删除</source>
        <translation>Switch off and erase</translation>
    </message>
    <message>
        <source>好的，继续</source>
        <translation>Good, go on</translation>
    </message>
    <message>
        <source>继续使用</source>
        <translation>Keep it</translation>
    </message>
</context>
<context>
    <name>Farewell</name>
    <message>
        <source>再见，祝您一切顺利</source>
        <translation>Goodbye, and all the best</translation>
    </message>
    <message>
        <source>别忘了出纸口的 %1 张纸。</source>
        <translation>Sheets still in the tray: %1</translation>
    </message>
    <message>
        <source>感谢您的使用。</source>
        <translation>Thank you for coming.</translation>
    </message>
    <message>
        <source>您的信息已从本机清除</source>
        <translation>Nothing of you is left on this kiosk</translation>
    </message>
    <message>
        <source>本次办理已结束</source>
        <translation>Your visit has ended</translation>
    </message>
    <message>
        <source>身份证信息、画面和填写的内容都没有留下。</source>
        <translation>No card data, no pictures and nothing you entered was kept.</translation>
    </message>
    <message>
        <source>完成（%1 秒后自动结束）</source>
        <translation>Done (ends in %1 s)</translation>
    </message>
</context>
<context>
    <name>FillForm</name>
    <message>
        <source>填写信息</source>
        <translation>Fill in the form</translation>
    </message>
    <message>
        <source>带盾牌的内容来自身份证，不用填。</source>
        <translation>What has a shield is from your ID card.</translation>
    </message>
    <message>
        <source>带盾牌的来自身份证，不用填。从材料上读出来的请核对，不对就改。</source>
        <translation>What has a shield comes from your ID card. Please check what was read from your papers, and correct it.</translation>
    </message>
    <message>
        <source>请选一项</source>
        <translation>Please choose one</translation>
    </message>
    <message>
        <source>请填写这一项</source>
        <translation>Please fill this in</translation>
    </message>
    <message>
        <source>应为 %1 位数字，还差 %2 位</source>
        <translation>%1 digits, %2 are missing</translation>
    </message>
    <message>
        <source>读自%1，请核对</source>
        <translation>Read from: %1. Please check</translation>
    </message>
    <message>
        <source>您改过了</source>
        <translation>You changed this</translation>
    </message>
    <message>
        <source>填好了</source>
        <translation>Done typing</translation>
    </message>
    <message>
        <source>下一步：核对信息</source>
        <translation>Next: check it</translation>
    </message>
</context>
<context>
    <name>FooterBar</name>
    <message>
        <source>结束退出</source>
        <translation>End and leave</translation>
    </message>
    <message>
        <source>退出维护</source>
        <translation>Leave</translation>
    </message>
    <message>
        <source>长者大字</source>
        <translation>Large text</translation>
    </message>
    <message>
        <source>轮椅下移</source>
        <translation>Low reach</translation>
    </message>
    <message>
        <source>呼叫人工</source>
        <translation>Call staff</translation>
    </message>
</context>
<context>
    <name>HandBack</name>
    <message>
        <source>请把屏幕交还给本人</source>
        <translation>Please hand the screen back</translation>
    </message>
    <message>
        <source>%1 帮忙到这里，接下来由本人自己看、自己按。</source>
        <translation>%1 has helped; from here the resident reads and touches.</translation>
    </message>
    <message>
        <source>我是本人，继续</source>
        <translation>It is me, go on</translation>
    </message>
    <message>
        <source>我是 %1，继续</source>
        <translation>I am %1, go on</translation>
    </message>
</context>
<context>
    <name>HeaderBar</name>
    <message>
        <source>南中轴综合服务中心</source>
        <translation>South Axis Service Centre</translation>
    </message>
    <message>
        <source>24 小时自助服务 · %1 区 %2 号机</source>
        <translation>24-hour self-service · Zone %1 · No. %2</translation>
    </message>
</context>
<context>
    <name>InsertCard</name>
    <message>
        <source>请插入社保卡</source>
        <translation>Insert your social security card</translation>
    </message>
    <message>
        <source>芯片朝上，插到底，读完之前不要拔出。</source>
        <translation>Chip upwards, all the way in. Leave it there until it has been read.</translation>
    </message>
    <message>
        <source>社保卡信息只用于这次办理。</source>
        <translation>What is on the card is used for this visit only.</translation>
    </message>
</context>
<context>
    <name>ItemGuide</name>
    <message>
        <source>什么时候办好</source>
        <translation>When it is done</translation>
    </message>
    <message>
        <source>收费</source>
        <translation>Fee</translation>
    </message>
    <message>
        <source>要带什么</source>
        <translation>What you need</translation>
    </message>
    <message>
        <source>谁可以办</source>
        <translation>Who can apply</translation>
    </message>
    <message>
        <source>开始办理</source>
        <translation>Begin</translation>
    </message>
</context>
<context>
    <name>Keyboard</name>
    <message>
        <source>清空</source>
        <translation>Clear</translation>
    </message>
    <message>
        <source>删除一位</source>
        <translation>Delete one</translation>
    </message>
</context>
<context>
    <name>Keypad</name>
    <message>
        <source>清空</source>
        <translation>Clear</translation>
    </message>
    <message>
        <source>删除一位</source>
        <translation>Delete one</translation>
    </message>
</context>
<context>
    <name>KioskPage</name>
    <message>
        <source>查看下面的内容</source>
        <translation>See what is below</translation>
    </message>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
</context>
<context>
    <name>LayPapers</name>
    <message>
        <source>请放材料</source>
        <translation>Your papers, please</translation>
    </message>
    <message>
        <source>正在扫描…</source>
        <translation>Scanning…</translation>
    </message>
    <message>
        <source>正在读，还有 %1 页…</source>
        <translation>Reading, %1 to go…</translation>
    </message>
    <message>
        <source>改用高拍仪拍</source>
        <translation>Use the camera instead</translation>
    </message>
    <message>
        <source>改用扫描仪扫</source>
        <translation>Use the scanner instead</translation>
    </message>
    <message>
        <source>开始扫描</source>
        <translation>Start scanning</translation>
    </message>
    <message>
        <source>下一步</source>
        <translation>Next</translation>
    </message>
</context>
<context>
    <name>PaperLine</name>
    <message>
        <source>还没放</source>
        <translation>Not here yet</translation>
    </message>
    <message>
        <source>可以不放</source>
        <translation>Not needed</translation>
    </message>
    <message>
        <source>好了，%1 页</source>
        <translation>Done, pages: %1</translation>
    </message>
    <message>
        <source>请看一下</source>
        <translation>Please look at this</translation>
    </message>
    <message>
        <source>以后补</source>
        <translation>Later</translation>
    </message>
    <message>
        <source>重新放</source>
        <translation>Again</translation>
    </message>
</context>
<context>
    <name>PresentCard</name>
    <message>
        <source>正在读取身份证</source>
        <translation>Reading your ID card</translation>
    </message>
    <message>
        <source>请放上身份证</source>
        <translation>Place your ID card</translation>
    </message>
    <message>
        <source>请监护人放上身份证</source>
        <translation>The guardian&apos;s ID card, please</translation>
    </message>
    <message>
        <source>不满 14 周岁，要由父母或其他监护人同意。</source>
        <translation>Under 14, a parent or another guardian must agree.</translation>
    </message>
    <message>
        <source>监护人的身份证</source>
        <translation>ID card of the guardian</translation>
    </message>
    <message>
        <source>请代办员放上自己的身份证</source>
        <translation>The agent&apos;s ID card, please</translation>
    </message>
    <message>
        <source>先确认您是谁，下一步再选为谁办理。</source>
        <translation>First who you are, then for whom you act.</translation>
    </message>
    <message>
        <source>代办员的身份证</source>
        <translation>ID card of the agent</translation>
    </message>
    <message>
        <source>请陪同的人放上身份证</source>
        <translation>The helper&apos;s ID card, please</translation>
    </message>
    <message>
        <source>只登记是谁在帮忙；事情还是由您自己决定。</source>
        <translation>It is only noted who helps. You decide yourself.</translation>
    </message>
    <message>
        <source>陪同人的身份证</source>
        <translation>ID card of the helper</translation>
    </message>
    <message>
        <source>社保卡</source>
        <translation>Social security card</translation>
    </message>
    <message>
        <source>手机扫码</source>
        <translation>Code on your phone</translation>
    </message>
    <message>
        <source>我是代办员</source>
        <translation>I act for somebody</translation>
    </message>
    <message>
        <source>有人陪同帮忙</source>
        <translation>Somebody helps me</translation>
    </message>
    <message>
        <source>到人工窗口办</source>
        <translation>Go to a counter</translation>
    </message>
    <message>
        <source>请选一种方式</source>
        <translation>Please choose a way</translation>
    </message>
    <message>
        <source>请不要拿开，马上就好。</source>
        <translation>Leave the card where it is, nearly done.</translation>
    </message>
    <message>
        <source>身份证读卡器暂时不能用，下面的方式都一样能办。</source>
        <translation>The ID card reader is out of order. Each of these ways is as good.</translation>
    </message>
    <message>
        <source>没带身份证</source>
        <translation>No ID card with you</translation>
    </message>
    <message>
        <source>有人帮忙</source>
        <translation>With somebody&apos;s help</translation>
    </message>
    <message>
        <source>把身份证平放在屏幕下方的读卡区，人像朝上。</source>
        <translation>Lay it flat on the reader below the screen, portrait up.</translation>
    </message>
    <message>
        <source>人脸登录</source>
        <translation>Face login</translation>
    </message>
    <message>
        <source>身份证信息只用于这次办理。</source>
        <translation>Your card is used for this visit only.</translation>
    </message>
</context>
<context>
    <name>Printing</name>
    <message>
        <source>请从屏幕下方的出纸口取走。</source>
        <translation>Take it from the tray below the screen.</translation>
    </message>
    <message>
        <source>请不要离开，打印好会提醒您取走。</source>
        <translation>Please stay. We will tell you when to take it.</translation>
    </message>
    <message>
        <source>正在送往打印机</source>
        <translation>Sending to the printer</translation>
    </message>
    <message>
        <source>正在打印</source>
        <translation>Printing</translation>
    </message>
    <message>
        <source>打印机在等待处理</source>
        <translation>The printer is waiting</translation>
    </message>
    <message>
        <source>正在确认打印结果</source>
        <translation>Making sure it was printed</translation>
    </message>
    <message>
        <source>打印好了</source>
        <translation>Printed</translation>
    </message>
    <message>
        <source>正在准备证明</source>
        <translation>Preparing your certificate</translation>
    </message>
    <message>
        <source>共 %1 页，全部打印完成</source>
        <translation>All %1 pages are printed</translation>
    </message>
    <message>
        <source>已打印 %1 页，共 %2 页</source>
        <translation>%1 of %2 pages printed</translation>
    </message>
</context>
<context>
    <name>Rate</name>
    <message>
        <source>这次服务，您满意吗？</source>
        <translation>Were you satisfied?</translation>
    </message>
    <message>
        <source>不记名，也不影响您的办理结果。</source>
        <translation>It is anonymous and changes nothing for you.</translation>
    </message>
    <message>
        <source>非常不满意</source>
        <translation>Very dissatisfied</translation>
    </message>
    <message>
        <source>不满意</source>
        <translation>Dissatisfied</translation>
    </message>
    <message>
        <source>基本满意</source>
        <translation>Fairly satisfied</translation>
    </message>
    <message>
        <source>满意</source>
        <translation>Satisfied</translation>
    </message>
    <message>
        <source>非常满意</source>
        <translation>Very satisfied</translation>
    </message>
    <message>
        <source>不评价，直接结束</source>
        <translation>Skip and finish</translation>
    </message>
</context>
<context>
    <name>Receipt</name>
    <message>
        <source>提交成功</source>
        <translation>Handed in</translation>
    </message>
    <message>
        <source>受理编号</source>
        <translation>Application number</translation>
    </message>
    <message>
        <source>什么时候办好</source>
        <translation>When it is done</translation>
    </message>
    <message>
        <source>怎么查进度</source>
        <translation>How to follow it</translation>
    </message>
    <message>
        <source>凭受理编号或身份证到人工窗口查询。</source>
        <translation>At a counter, with this number or your ID card.</translation>
    </message>
    <message>
        <source>记下了，继续</source>
        <translation>Noted, go on</translation>
    </message>
</context>
<context>
    <name>Record</name>
    <message>
        <source>数据截至 %1</source>
        <translation>As of %1</translation>
    </message>
    <message>
        <source>打印这份证明</source>
        <translation>Print this certificate</translation>
    </message>
</context>
<context>
    <name>RecordTable</name>
    <message>
        <source>共 %1 行</source>
        <translation>%1 lines</translation>
    </message>
    <message>
        <source>上一页</source>
        <translation>Page before</translation>
    </message>
    <message>
        <source>下一页</source>
        <translation>Next page</translation>
    </message>
</context>
<context>
    <name>Review</name>
    <message>
        <source>请核对一遍</source>
        <translation>Check it once more</translation>
    </message>
    <message>
        <source>有不对的地方，点“返回”修改。</source>
        <translation>Touch “Back” to change anything.</translation>
    </message>
    <message>
        <source>确认提交</source>
        <translation>Hand in</translation>
    </message>
</context>
<context>
    <name>SearchSheet</name>
    <message>
        <source>搜索事项</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>返回首页</source>
        <translation>Back to home</translation>
    </message>
    <message>
        <source>找到 %1 项，点一下就能办</source>
        <translation>%1 found. Touch one to begin</translation>
    </message>
    <message>
        <source>没有找到“%1”。换个说法试试，或点下方“呼叫人工”。</source>
        <translation>Nothing found for “%1”. Try another word, or touch “Call staff” below.</translation>
    </message>
    <message>
        <source>输入拼音或首字母</source>
        <translation>Type pinyin, initials or a word</translation>
    </message>
    <message>
        <source>输入拼音或首字母，如 shebao、sb</source>
        <translation>Type a word, pinyin or initials</translation>
    </message>
</context>
<context>
    <name>ShowCode</name>
    <message>
        <source>请出示手机上的二维码</source>
        <translation>Show the code on your phone</translation>
    </message>
    <message>
        <source>在手机上打开“服务通”，点开“登录码”。</source>
        <translation>Open the portal on your phone and show its login code.</translation>
    </message>
    <message>
        <source>把二维码对准屏幕下方的扫码窗，离开一掌远。</source>
        <translation>Hold the code over the scanner window below the screen, a hand&apos;s width away.</translation>
    </message>
</context>
<context>
    <name>StaffActs</name>
    <message>
        <source>结果不明的单</source>
        <translation>Acts of unknown outcome</translation>
    </message>
    <message>
        <source>先看设备和出口，再说结果。机器自己不会再做一次。</source>
        <translation>Look at the device and its tray first. The machine never repeats an act by itself.</translation>
    </message>
    <message>
        <source>没有需要查的单。</source>
        <translation>Nothing to look into.</translation>
    </message>
    <message>
        <source>看过，没做成</source>
        <translation>Looked: not done</translation>
    </message>
    <message>
        <source>看过，做成了</source>
        <translation>Looked: done</translation>
    </message>
</context>
<context>
    <name>StaffAsk</name>
    <message>
        <source>确定</source>
        <translation>Yes, sure</translation>
    </message>
</context>
<context>
    <name>StaffDevice</name>
    <message>
        <source>%1，自 %2</source>
        <translation>%1, since %2</translation>
    </message>
    <message>
        <source>设备看到或打印的画面</source>
        <translation>What the device saw or printed</translation>
    </message>
    <message>
        <source>重启设备</source>
        <translation>Restart</translation>
    </message>
    <message>
        <source>开始自检</source>
        <translation>Self-test</translation>
    </message>
</context>
<context>
    <name>StaffLogs</name>
    <message>
        <source>日志</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>最新的在上面，共 %1 行。日志里没有个人信息。</source>
        <translation>Newest first, %1 lines. The log holds nothing personal.</translation>
    </message>
    <message>
        <source>全部级别</source>
        <translation>Every level</translation>
    </message>
    <message>
        <source>警告以上</source>
        <translation>Warnings and up</translation>
    </message>
    <message>
        <source>只看错误</source>
        <translation>Errors only</translation>
    </message>
    <message>
        <source>所有来源</source>
        <translation>Every source</translation>
    </message>
    <message>
        <source>信息</source>
        <translation>Info</translation>
    </message>
    <message>
        <source>警告</source>
        <translation>Warning</translation>
    </message>
    <message>
        <source>错误</source>
        <translation>Error</translation>
    </message>
</context>
<context>
    <name>StaffOverview</name>
    <message>
        <source>维护模式 · %1 · 取出卡就退出</source>
        <translation>Technician mode · %1 · pull the card to leave</translation>
    </message>
    <message>
        <source>耗材</source>
        <translation>Supplies</translation>
    </message>
    <message>
        <source>日志</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>系统</source>
        <translation>System</translation>
    </message>
    <message>
        <source>待查 %1 单</source>
        <translation>To look into: %1</translation>
    </message>
    <message>
        <source>待查单</source>
        <translation>To look into</translation>
    </message>
    <message>
        <source>就绪报告</source>
        <translation>Report</translation>
    </message>
    <message>
        <source>全部重启</source>
        <translation>Restart all</translation>
    </message>
</context>
<context>
    <name>StaffPin</name>
    <message>
        <source>维护模式</source>
        <translation>Technician mode</translation>
    </message>
    <message>
        <source>%1，请输入工作卡密码。取出卡就退出。</source>
        <translation>%1, please enter the PIN of your card. Pull the card to leave.</translation>
    </message>
    <message>
        <source>进入</source>
        <translation>Enter</translation>
    </message>
</context>
<context>
    <name>StaffRefused</name>
    <message>
        <source>维护模式没有打开</source>
        <translation>Technician mode stays closed</translation>
    </message>
    <message>
        <source>每一次尝试都有记录。</source>
        <translation>Every attempt is recorded.</translation>
    </message>
    <message>
        <source>知道了</source>
        <translation>All right</translation>
    </message>
</context>
<context>
    <name>StaffReport</name>
    <message>
        <source>报告已保存：%1</source>
        <translation>The report is kept: %1</translation>
    </message>
    <message>
        <source>正在打印报告…</source>
        <translation>Printing the report…</translation>
    </message>
    <message>
        <source>打印报告</source>
        <translation>Print the report</translation>
    </message>
</context>
<context>
    <name>StaffSupplies</name>
    <message>
        <source>耗材</source>
        <translation>Supplies</translation>
    </message>
    <message>
        <source>红色的快用完了，请准备更换。</source>
        <translation>What is red is nearly used up. Please bring some.</translation>
    </message>
    <message>
        <source>没有设备报告耗材。</source>
        <translation>No device tells of supplies.</translation>
    </message>
</context>
<context>
    <name>StaffSystem</name>
    <message>
        <source>系统</source>
        <translation>System</translation>
    </message>
    <message>
        <source>没有需要处理的。</source>
        <translation>Nothing to do.</translation>
    </message>
    <message>
        <source>带感叹号的需要处理。</source>
        <translation>What has a mark needs a look.</translation>
    </message>
    <message>
        <source>再看一次</source>
        <translation>Look again</translation>
    </message>
</context>
<context>
    <name>StaffWork</name>
    <message>
        <source>已完成 %1 个，共 %2 个</source>
        <translation>%1 of %2 done</translation>
    </message>
</context>
<context>
    <name>Stepper</name>
    <message>
        <source>第 %1 步，共 %2 步：%3</source>
        <translation>Step %1 of %2: %3</translation>
    </message>
</context>
<context>
    <name>SupplyBar</name>
    <message>
        <source>快用完了</source>
        <translation>Nearly used up</translation>
    </message>
    <message>
        <source>够用</source>
        <translation>Enough</translation>
    </message>
</context>
<context>
    <name>TakeBelongings</name>
    <message>
        <source>请拿好您的东西</source>
        <translation>Take your belongings</translation>
    </message>
    <message>
        <source>离开前再看一眼，别落下。</source>
        <translation>Have a last look before you leave.</translation>
    </message>
    <message>
        <source>取回身份证</source>
        <translation>Take your ID card</translation>
    </message>
    <message>
        <source>在屏幕下方的读卡区</source>
        <translation>On the reader below the screen</translation>
    </message>
    <message>
        <source>取回社保卡</source>
        <translation>Social security card</translation>
    </message>
    <message>
        <source>在屏幕下方的插卡口</source>
        <translation>In the slot below the screen</translation>
    </message>
    <message>
        <source>取走 %1 张纸</source>
        <translation>Sheets to take: %1</translation>
    </message>
    <message>
        <source>在屏幕下方的出纸口</source>
        <translation>In the tray below the screen</translation>
    </message>
    <message>
        <source>随身物品</source>
        <translation>Your belongings</translation>
    </message>
    <message>
        <source>手机、包和钥匙</source>
        <translation>Phone, bag and keys</translation>
    </message>
    <message>
        <source>都拿好了</source>
        <translation>I have everything</translation>
    </message>
</context>
<context>
    <name>TimeoutDialog</name>
    <message>
        <source>您还在吗？</source>
        <translation>Are you still there?</translation>
    </message>
    <message>
        <source>倒计时结束后会自动退出，屏幕上的内容会清除。</source>
        <translation>When the count is over, this visit ends and the screen is cleared.</translation>
    </message>
    <message>
        <source>结束退出</source>
        <translation>End and leave</translation>
    </message>
    <message>
        <source>我还在</source>
        <translation>I am here</translation>
    </message>
</context>
<context>
    <name>Trouble</name>
    <message>
        <source>再来一次就好</source>
        <translation>Simply try again</translation>
    </message>
    <message>
        <source>遇到一点小问题</source>
        <translation>A small problem</translation>
    </message>
    <message>
        <source>这里暂时办不了</source>
        <translation>Not possible here now</translation>
    </message>
    <message>
        <source>我们给您换个办法。</source>
        <translation>Here is another way.</translation>
    </message>
    <message>
        <source>不是您操作的问题，别着急。</source>
        <translation>It is nothing you did. Take your time.</translation>
    </message>
    <message>
        <source>发生了什么</source>
        <translation>What happened</translation>
    </message>
    <message>
        <source>您可以放心</source>
        <translation>What is safe</translation>
    </message>
    <message>
        <source>现在怎么办</source>
        <translation>What to do now</translation>
    </message>
    <message>
        <source>再试一次</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>知道了，继续</source>
        <translation>All right, go on</translation>
    </message>
</context>
<context>
    <name>Wait</name>
    <message>
        <source>请稍等</source>
        <translation>One moment, please</translation>
    </message>
    <message>
        <source>一般几秒钟就好。</source>
        <translation>It takes a few seconds.</translation>
    </message>
</context>
<context>
    <name>WipeCurtain</name>
    <message>
        <source>已清除本次内容</source>
        <translation>This visit has been erased</translation>
    </message>
</context>
</TS>
